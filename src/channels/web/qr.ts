/** What the card's page needs of `uqr`. `npm run qr:build` makes assets/qr.generated.js of it, for old browsers too. */
export { encode } from 'uqr';

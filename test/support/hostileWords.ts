/** What somebody may type to have a page run it, break out of an attribute, or turn its words round. */
export const hostileWords: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onfocus=alert(1) autofocus='",
  '</textarea><svg onload=alert(1)>',
  '</title><script>alert(1)</script>',
  'javascript:alert(1)',
  '<a href="javascript:alert(1)">x</a>',
  '&lt;b&gt; &amp; &#60;i&#62;',
  '{{7*7}} <%= 7*7 %> #{7*7}',
  '<!--<script>',
  '\u202Etxt.exe\u2069',
  "'; drop table referral; --",
];

import { readFile } from 'node:fs/promises';
import type { AssetFolder, ReadAsset } from './assets.ts';

/** Where the scripts and styles of each part lie. */
export const assetFolders: Readonly<Record<AssetFolder, URL>> = {
  chat: new URL('../channels/web/assets/', import.meta.url),
  desk: new URL('../desk/assets/', import.meta.url),
  street: new URL('../street/assets/', import.meta.url),
};

/** From the files beside the pages' code. */
export const readAssetFile: ReadAsset = (folder, name) =>
  readFile(new URL(name, assetFolders[folder]), 'utf8').catch(() => undefined);

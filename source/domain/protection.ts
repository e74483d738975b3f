/** Where the key lies that opens a profile's secrets: in the system keychain, in a passphrase, in a file beside them. */
export type ProtectionKind = 'keychain' | 'passphrase' | 'file';

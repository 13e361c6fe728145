/** A schema as `pbjs -t json` writes it: namespaces, messages and enums by name. */
declare namespace descriptor {
  interface Node {
    readonly nested?: Readonly<Record<string, Node>>;
    readonly fields?: Readonly<Record<string, Field>>;
    readonly oneofs?: Readonly<Record<string, { readonly oneof: readonly string[] }>>;
    readonly values?: Readonly<Record<string, number>>;
  }

  interface Field {
    readonly id: number;
    readonly type: string;
    readonly rule?: 'repeated';
    /** Present on maps, whose `type` is that of the values. */
    readonly keyType?: string;
  }
}

declare const descriptor: descriptor.Node;
export = descriptor;

namespace Tocsin.Server.Kapacitor.Gob;

/// <summary>The kinds of values in Go's own encoding.</summary>
internal enum GobKind
{
    Bool,
    Int,
    Uint,
    Float,

    /// <summary>Bytes, or what a type makes of itself, as times do: its form is not known here.</summary>
    Bytes,
    Text,
    Complex,
    List,
    Struct,
    Map,

    /// <summary>A value that comes with the name of its type.</summary>
    Any,
}

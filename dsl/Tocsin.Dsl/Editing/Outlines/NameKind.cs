namespace Tocsin.Dsl.Editing.Outlines;

/// <summary>What a name of a script stands for.</summary>
internal enum NameKind
{
    /// <summary>Nothing that is known.</summary>
    Unknown,
    Variable,

    /// <summary><c>stream</c> or <c>batch</c>.</summary>
    Source,
    Node,
    Property,
    Function,

    /// <summary>The type of a variable.</summary>
    Type,
}

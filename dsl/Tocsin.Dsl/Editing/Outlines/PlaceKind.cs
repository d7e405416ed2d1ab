namespace Tocsin.Dsl.Editing.Outlines;

/// <summary>What can be written at a place.</summary>
internal enum PlaceKind
{
    /// <summary>Nothing that could be offered, as in comments and numbers.</summary>
    Nothing,

    /// <summary>A new statement.</summary>
    Statement,

    /// <summary>The name of a node, function or property behind an operator.</summary>
    Link,

    /// <summary>An argument, or the value of a variable.</summary>
    Value,

    /// <summary>A part of an expression for points.</summary>
    Lambda,

    /// <summary>Between the quotes of a field or tag.</summary>
    DataName,

    /// <summary>Between the quotes of a text.</summary>
    Text,

    /// <summary>The type of a variable.</summary>
    VarType,
}

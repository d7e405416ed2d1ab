using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Editing.Outlines;

/// <summary>A variable of a script.</summary>
internal sealed class Variable(string name, TextSpan declaration)
{
    public string Name { get; } = name;

    /// <summary>Its name where it is declared.</summary>
    public TextSpan Declaration { get; } = declaration;

    /// <summary>What it holds in a word or two: <c>int</c>, <c>lambda</c>; empty when that is not known.</summary>
    public string Holds { get; set; } = "";

    /// <summary>The number of the token that its value begins with; 0 when it has none.</summary>
    public int Value { get; set; }

    /// <summary>What hangs on it when it holds a chain; null otherwise.</summary>
    public ChainTarget? Target { get; set; }

    /// <summary>Where it is used, in the order of the script.</summary>
    public List<TextSpan> Uses { get; } = [];
}

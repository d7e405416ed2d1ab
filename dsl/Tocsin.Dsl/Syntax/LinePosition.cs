namespace Tocsin.Dsl.Syntax;

/// <summary>A place in a text; both numbers from 1, the column in UTF-8 bytes.</summary>
public readonly record struct LinePosition(int Line, int Column)
{
    public override string ToString() => $"line {Line} char {Column}";
}

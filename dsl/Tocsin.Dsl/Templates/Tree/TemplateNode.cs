namespace Tocsin.Dsl.Templates.Tree;

/// <summary>A part of a parsed template. Its text is the canonical form that error messages show.</summary>
/// <param name="offset">Where it begins in the source.</param>
internal abstract class TemplateNode(int offset)
{
    public int Offset { get; } = offset;
}

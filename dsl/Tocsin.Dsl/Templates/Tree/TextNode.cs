namespace Tocsin.Dsl.Templates.Tree;

/// <summary>Text that is written as it is.</summary>
internal sealed class TextNode(int offset, string text) : TemplateNode(offset)
{
    public string Text { get; } = text;
}

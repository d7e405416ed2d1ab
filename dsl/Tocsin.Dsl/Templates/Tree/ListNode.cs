namespace Tocsin.Dsl.Templates.Tree;

/// <summary>Statements one after another.</summary>
internal sealed class ListNode(int offset, TemplateNode[] items) : TemplateNode(offset)
{
    public TemplateNode[] Items { get; } = items;
}

namespace Tocsin.Dsl.Templates.Tree;

/// <summary>Names read from the result of a parenthesised pipeline or a function.</summary>
internal sealed class ChainNode(int offset, TemplateNode target, string[] names) : TemplateNode(offset)
{
    public TemplateNode Target { get; } = target;

    public string[] Names { get; } = names;

    public override string ToString() => $"{(Target is PipeNode ? $"({Target})" : Target.ToString())}.{string.Join('.', Names)}";
}

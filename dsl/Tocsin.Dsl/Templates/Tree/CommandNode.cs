namespace Tocsin.Dsl.Templates.Tree;

/// <summary>One stage of a pipeline: an operand, or a function or method with its arguments.</summary>
internal sealed class CommandNode(int offset, TemplateNode[] words) : TemplateNode(offset)
{
    /// <summary>At least one: what is called or read, then the arguments.</summary>
    public TemplateNode[] Words { get; } = words;

    public override string ToString() => string.Join(' ', Words.Select(word => word is PipeNode ? $"({word})" : word.ToString()));
}

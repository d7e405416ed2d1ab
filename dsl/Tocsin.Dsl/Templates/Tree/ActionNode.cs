namespace Tocsin.Dsl.Templates.Tree;

/// <summary><c>{{ pipeline }}</c>: the value is written, unless the pipeline sets a variable.</summary>
internal sealed class ActionNode(int offset, PipeNode pipe, HtmlEscape[] escapes) : TemplateNode(offset)
{
    public PipeNode Pipe { get; } = pipe;

    /// <summary>What an HTML text needs done to the value, in order; empty in plain text.</summary>
    public HtmlEscape[] Escapes { get; } = escapes;

    public override string ToString() => $"{{{{{Pipe}}}}}";
}

namespace Tocsin.Dsl.Templates.Tree;

/// <summary><c>{{ template "name" pipeline }}</c>, also what a block leaves in its place.</summary>
internal sealed class CallTemplateNode(int offset, string name, PipeNode? pipe) : TemplateNode(offset)
{
    public string Name { get; } = name;

    public PipeNode? Pipe { get; } = pipe;

    public override string ToString() =>
        $"{{{{template {Printing.QuotedText.Quote(Name)}{(Pipe is null ? "" : " " + Pipe)}}}}}";
}

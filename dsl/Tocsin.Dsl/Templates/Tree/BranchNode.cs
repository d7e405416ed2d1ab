namespace Tocsin.Dsl.Templates.Tree;

/// <summary><c>if</c>, <c>with</c> or <c>range</c> with its two bodies.</summary>
internal sealed class BranchNode(int offset, BranchKind kind, PipeNode pipe, ListNode body, ListNode? otherwise) : TemplateNode(offset)
{
    public BranchKind Kind { get; } = kind;

    public PipeNode Pipe { get; } = pipe;

    public ListNode Body { get; } = body;

    public ListNode? Else { get; } = otherwise;

    public string Keyword => Kind switch
    {
        BranchKind.If => "if",
        BranchKind.With => "with",
        _ => "range",
    };

    public override string ToString() => $"{{{{{Keyword} {Pipe}}}}}";
}

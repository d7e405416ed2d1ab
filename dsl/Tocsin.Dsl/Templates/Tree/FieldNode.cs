namespace Tocsin.Dsl.Templates.Tree;

/// <summary>A chain of names read from the current value: <c>.Time.Unix</c></summary>
internal sealed class FieldNode(int offset, string[] names, int rootIndex) : TemplateNode(offset)
{
    public string[] Names { get; } = names;

    /// <summary>The index of the first name in the known shape of the data, or -1.</summary>
    public int RootIndex { get; } = rootIndex;

    public override string ToString() => "." + string.Join('.', Names);
}

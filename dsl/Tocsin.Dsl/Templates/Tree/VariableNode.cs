namespace Tocsin.Dsl.Templates.Tree;

/// <summary>A variable and names read from it: <c>$tags.host</c></summary>
internal sealed class VariableNode(int offset, string name, string[] names) : TemplateNode(offset)
{
    public string Name { get; } = name;

    public string[] Names { get; } = names;

    public override string ToString() => Names.Length == 0 ? Name : $"{Name}.{string.Join('.', Names)}";
}

namespace Tocsin.Dsl.Templates;

/// <summary>A list that templates index, slice and range over.</summary>
/// <param name="typeName">How errors and <c>%T</c> call it.</param>
public sealed class TemplateList(TemplateValue[] items, string typeName = "[]interface {}")
{
    public string TypeName { get; } = typeName;

    public int Count => items.Length;

    public TemplateValue this[int index] => items[index];

    internal TemplateList Slice(int from, int to) => new(items[from..to], TypeName);
}

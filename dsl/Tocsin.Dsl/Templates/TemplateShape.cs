namespace Tocsin.Dsl.Templates;

/// <summary>The fields that a kind of <see cref="TemplateData"/> has, in the order of its JSON. One instance per kind, shared.</summary>
public sealed class TemplateShape
{
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly string[] _fields;

    /// <param name="typeName">How errors and <c>%T</c> call it.</param>
    public TemplateShape(string typeName, params string[] fields)
    {
        TypeName = typeName;
        _fields = fields;
        for (var i = 0; i < fields.Length; i++)
            _indexes.Add(fields[i], i);
    }

    public string TypeName { get; }

    public IReadOnlyList<string> Fields => _fields;

    /// <summary>The index of a field, or -1 when there is none of that name.</summary>
    public int IndexOf(string name) => _indexes.GetValueOrDefault(name, -1);
}

using Tocsin.Dsl.Text;

namespace Tocsin.Dsl.Templates;

/// <summary>A map of values held in an array that is sorted once.</summary>
public sealed class SortedTemplateMap : TemplateMap
{
    private readonly KeyValuePair<string, TemplateValue>[] _entries;

    /// <param name="entries">In any order; keys must differ.</param>
    /// <param name="holdsStrings">See <see cref="TemplateMap.HoldsStrings"/>.</param>
    public SortedTemplateMap(IEnumerable<KeyValuePair<string, TemplateValue>> entries, bool holdsStrings)
    {
        _entries = [.. entries];
        Array.Sort(_entries, static (left, right) => CodePointOrder.Compare(left.Key, right.Key));
        HoldsStrings = holdsStrings;
    }

    public override int Count => _entries.Length;

    public override bool HoldsStrings { get; }

    public override string KeyAt(int index) => _entries[index].Key;

    public override TemplateValue ValueAt(int index) => _entries[index].Value;
}

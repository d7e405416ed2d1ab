namespace Tocsin.Dsl.Templates;

/// <summary>A map from strings, read by templates as tags and fields are. Entries are numbered in ascending order of their keys by code points.</summary>
public abstract class TemplateMap
{
    public abstract int Count { get; }

    /// <summary>True when all values are strings: a missing entry then reads as the empty string in <c>index</c>, else as nothing.</summary>
    public abstract bool HoldsStrings { get; }

    public abstract string KeyAt(int index);

    public abstract TemplateValue ValueAt(int index);

    public virtual bool TryGet(string key, out TemplateValue value)
    {
        for (var i = 0; i < Count; i++)
        {
            if (string.Equals(KeyAt(i), key, StringComparison.Ordinal))
            {
                value = ValueAt(i);
                return true;
            }
        }

        value = default;
        return false;
    }
}

using System.Text;

namespace Tocsin.Dsl.Patterns;

/// <summary>A set of Unicode code points, built up range by range.</summary>
internal sealed class CodePointSet
{
    public const int Highest = 0x10FFFF;

    private const int FirstSurrogate = 0xD800;
    private const int LastSurrogate = 0xDFFF;
    private const int FirstAstral = 0x10000;

    private List<(int First, int Last)> _ranges = [];
    private bool _isNormal;

    public static CodePointSet Of(params (int First, int Last)[] ranges)
    {
        var set = new CodePointSet();
        foreach (var (first, last) in ranges)
            set.Add(first, last);
        return set;
    }

    /// <summary>The ranges in rising order, none touching the next. Once read, a set that is not added to is safe to share.</summary>
    public IReadOnlyList<(int First, int Last)> Ranges
    {
        get
        {
            Normalize();
            return _ranges;
        }
    }

    public void Add(int first, int last)
    {
        _ranges.Add((first, last));
        _isNormal = false;
    }

    public void Add(CodePointSet other)
    {
        _ranges.AddRange(other._ranges);
        _isNormal = false;
    }

    /// <summary>All code points that are not in this set.</summary>
    public CodePointSet Complement()
    {
        var complement = new CodePointSet();
        var next = 0;
        foreach (var (first, last) in Ranges)
        {
            if (first > next)
                complement.Add(next, first - 1);
            next = last + 1;
        }

        if (next <= Highest)
            complement.Add(next, Highest);
        return complement;
    }

    /// <summary>
    /// A .NET pattern that matches one code point of the set. Code points above U+FFFF are two units of a .NET string, so the
    /// pattern is a group where the set has such, and never matches half of a pair.
    /// </summary>
    public string ToPattern()
    {
        var units = new StringBuilder();
        var pairs = new SurrogatePairs();
        foreach (var (first, last) in Ranges)
        {
            AddUnits(units, first, Math.Min(last, FirstSurrogate - 1));
            AddUnits(units, Math.Max(first, LastSurrogate + 1), Math.Min(last, FirstAstral - 1));
            pairs.Add(Math.Max(first, FirstAstral), last);
        }

        var alternatives = pairs.ToAlternatives().ToList();
        if (alternatives.Count == 0)
            return units.Length == 0 ? @"[^\s\S]" : $"[{units}]";

        if (units.Length > 0)
            alternatives.Insert(0, $"[{units}]");
        return $"(?:{string.Join('|', alternatives)})";
    }

    private static void AddUnits(StringBuilder units, int first, int last)
    {
        if (first <= last)
            SurrogatePairs.AppendUnits(units, first, last);
    }

    private void Normalize()
    {
        if (_isNormal)
            return;

        _ranges.Sort();
        var merged = new List<(int First, int Last)>(_ranges.Count);
        foreach (var (first, last) in _ranges)
        {
            if (merged.Count > 0 && first <= merged[^1].Last + 1)
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, last));
            else
                merged.Add((first, last));
        }

        _ranges = merged;
        _isNormal = true;
    }
}

using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Tocsin.Alerting.Configuration.Reading;

/// <summary>
/// Reads YAML that somebody else wrote. Depth and size are counted while the text is taken apart, what aliases stand for included: a text
/// that is too deep costs no more than its beginning, and whoever walks the result can do so by recursion.
/// </summary>
internal sealed class BoundedYaml : IParser
{
    /// <summary>Lists and mappings within each other, as JSON takes them.</summary>
    public const int MostLevels = 64;

    /// <summary>Keys and values.</summary>
    public const int MostValues = 200_000;

    private readonly IParser _inner;
    private readonly Stack<Opened> _open = new();
    private readonly Dictionary<AnchorName, Extent> _anchors = [];
    private int _values;

    private BoundedYaml(IParser inner) => _inner = inner;

    public ParsingEvent? Current => _inner.Current;

    /// <summary>The roots of all documents.</summary>
    /// <exception cref="YamlException">The text is not YAML, too deep or too large.</exception>
    public static IReadOnlyList<YamlNode> Roots(string text)
    {
        var stream = new YamlStream();
        var parser = new BoundedYaml(new Parser(new StringReader(text)));
        try
        {
            stream.Load(parser);
        }
        catch (Exception problem) when (problem is not YamlException)
        {
            // The library has no words of its own for some mistakes: its parts only find that something cannot be.
            var place = parser.Current?.End ?? Mark.Empty;
            throw new YamlException(place, place, "this cannot be read");
        }

        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    public bool MoveNext()
    {
        if (!_inner.MoveNext())
            return false;

        switch (Current)
        {
            case DocumentStart:
                _anchors.Clear();
                break;
            case MappingStart or SequenceStart:
                Count(1, 1);
                _open.Push(new Opened(((NodeEvent)Current).Anchor, _values));
                break;
            case MappingEnd or SequenceEnd:
                Close(_open.Pop());
                break;
            case Scalar scalar:
                Count(1, 0);
                Remember(scalar.Anchor, new Extent(1, 0));
                break;
            case AnchorAlias alias:
                Repeat(alias);
                break;
        }

        return true;
    }

    private void Close(Opened closed)
    {
        var levels = closed.LevelsWithin + 1;
        Remember(closed.Anchor, new Extent(_values - closed.ValuesBefore + 1, levels));
        RaiseLevels(levels);
    }

    private void Repeat(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value, out var extent))
            throw Refusal($"the alias *{alias.Value} refers to nothing that ends before it");
        Count(extent.Values, extent.Levels);
        RaiseLevels(extent.Levels);
    }

    private void Count(int values, int levels)
    {
        if (_open.Count + levels > MostLevels)
            throw Refusal($"lists and mappings are nested deeper than {MostLevels} levels");
        _values += values;
        if (_values > MostValues)
            throw Refusal($"it has more than {MostValues} keys and values, aliases included: write it in several parts");
    }

    private void RaiseLevels(int levels)
    {
        if (_open.TryPeek(out var around))
            around.LevelsWithin = Math.Max(around.LevelsWithin, levels);
    }

    private void Remember(AnchorName anchor, Extent extent)
    {
        if (!anchor.IsEmpty)
            _anchors[anchor] = extent;
    }

    // Current is an event whenever something is counted.
    private YamlException Refusal(string why) => new(Current!.Start, Current.End, why);

    /// <summary>What an alias stands for.</summary>
    private readonly record struct Extent(int Values, int Levels);

    private sealed class Opened(AnchorName anchor, int valuesBefore)
    {
        public AnchorName Anchor => anchor;

        public int ValuesBefore => valuesBefore;

        public int LevelsWithin { get; set; }
    }
}

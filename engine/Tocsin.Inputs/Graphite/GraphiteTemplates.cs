using System.Diagnostics.CodeAnalysis;

namespace Tocsin.Inputs.Graphite;

/// <summary>Finds the template of a name: the one whose filter says most of its first parts. Immutable.</summary>
internal sealed class GraphiteTemplates
{
    private readonly FilterNode _root;
    private readonly GraphiteTemplate _default;

    private GraphiteTemplates(FilterNode root, GraphiteTemplate fallback, IReadOnlyList<string> problems) => (_root, _default, Problems) = (root, fallback, problems);

    /// <summary>What is wrong with the texts; what is wrong is left out.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>Reads <c>[FILTER] TEMPLATE [TAG=VALUE,…]</c>.</summary>
    public static GraphiteTemplates Read(IReadOnlyList<string> texts, IReadOnlyList<string> tags, string separator)
    {
        var problems = new List<string>();
        var common = TagsOf(tags);
        var root = new FilterNode();
        GraphiteTemplate? fallback = null;
        foreach (var text in texts)
        {
            if (!TryRead(text, common, separator, problems, out var filter, out var template))
                continue;
            if (filter.Length > 0)
                root.Add(filter.Split('.'), template);
            else if (fallback is not null)
                problems.Add($"'{text}' is a second template without a filter: only one can be for all other names");
            else
                fallback = template;
        }

        return new GraphiteTemplates(root, fallback ?? GraphiteTemplate.WholeName(common, separator), problems);
    }

    public static bool TryReadTag(string text, out KeyValuePair<string, string> tag)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        tag = at > 0 && at < text.Length - 1 ? new(text[..at], text[(at + 1)..]) : default;
        return tag.Key is not null;
    }

    public GraphiteTemplate For(string name) => _root.Find(name.Split('.'), 0) ?? _default;

    private static bool TryRead(
        string text, Dictionary<string, string> common, string separator, List<string> problems, out string filter, [NotNullWhen(true)] out GraphiteTemplate? template)
    {
        (filter, template) = ("", null);
        var words = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is 0 or > 3)
        {
            problems.Add($"'{text}' is not a template: write [FILTER] TEMPLATE [TAG=VALUE,…]");
            return false;
        }

        // Two words are a filter with a template, or a template with tags.
        var hasTags = words.Length > 1 && words[^1].Contains('=', StringComparison.Ordinal);
        var given = hasTags ? words[^1].Split(',') : [];
        filter = words.Length - (hasTags ? 1 : 0) == 2 ? words[0] : "";
        var name = words[filter.Length > 0 ? 1 : 0];
        var before = problems.Count;
        problems.AddRange(given.Where(tag => !TryReadTag(tag, out _)).Select(tag => $"'{tag}' of '{text}' is not a tag: write name=value"));
        if (words.Length == 3 && !hasTags)
            problems.Add($"'{words[2]}' of '{text}' is not a tag: write name=value");
        var parts = name.Split('.');
        if (GraphiteTemplate.ProblemOf(name, parts) is { } problem)
            problems.Add(problem);
        if (problems.Count > before)
            return false;
        template = new GraphiteTemplate(parts, TagsOf(given, common), separator);
        return true;
    }

    private static Dictionary<string, string> TagsOf(IReadOnlyList<string> texts, Dictionary<string, string>? common = null)
    {
        var tags = new Dictionary<string, string>(common ?? [], StringComparer.Ordinal);
        foreach (var text in texts)
        {
            if (TryReadTag(text, out var tag))
                tags[tag.Key] = tag.Value;
        }

        return tags;
    }

    /// <summary>What filters say of one part of names.</summary>
    private sealed class FilterNode
    {
        private const string Any = "*";

        private readonly Dictionary<string, FilterNode> _children = new(StringComparer.Ordinal);
        private GraphiteTemplate? _template;

        public void Add(ReadOnlySpan<string> filter, GraphiteTemplate template)
        {
            if (filter.IsEmpty)
            {
                _template = template;
                return;
            }

            if (!_children.TryGetValue(filter[0], out var child))
                _children[filter[0]] = child = new FilterNode();
            child.Add(filter[1..], template);
        }

        // A part that is named goes before any part; of those, the longer filter.
        public GraphiteTemplate? Find(ReadOnlySpan<string> parts, int at)
        {
            if (at == parts.Length)
                return _template;
            return (_children.TryGetValue(parts[at], out var named) ? named.Find(parts, at + 1) : null)
                ?? (_children.TryGetValue(Any, out var any) ? any.Find(parts, at + 1) : null)
                ?? _template;
        }
    }
}

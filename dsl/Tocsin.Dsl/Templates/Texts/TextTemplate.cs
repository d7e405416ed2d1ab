using System.Diagnostics.CodeAnalysis;
using Tocsin.Dsl.Templates.Html;
using Tocsin.Dsl.Templates.Parsing;
using Tocsin.Dsl.Templates.Rendering;
using Tocsin.Dsl.Templates.Tree;

namespace Tocsin.Dsl.Templates.Texts;

/// <summary>
/// A parsed <c>{{ }}</c> text. Immutable; many threads may render it at once.
/// </summary>
public sealed class TextTemplate
{
    [ThreadStatic]
    private static Renderer? t_renderer;

    private readonly TemplateSource _source;
    private readonly IReadOnlyDictionary<string, ListNode> _templates;
    private readonly TemplateOptions _options;
    private readonly ListNode _main;
    private readonly string? _constant;
    private readonly string? _htmlError;

    private TextTemplate(TemplateSource source, TemplateOptions options, IReadOnlyDictionary<string, ListNode> templates, string? htmlError)
    {
        _source = source;
        _options = options;
        _templates = templates;
        _htmlError = htmlError;
        _main = templates[source.Name];
        if (options.Watch is { } watch)
            WatchedBranches.Show(source.Name, _main, watch);
        _constant = _main.Items switch
        {
            [] => "",
            [TextNode only] => only.Text,
            _ => null,
        };
    }

    public string Name => _source.Name;

    /// <summary>The source as it was given.</summary>
    public string Text => _source.Text;

    /// <summary>
    /// Why no rendering can succeed, known before the first: an HTML text whose parts do not fit together. Null when there is no such reason.
    /// </summary>
    public string? KnownFailure => _htmlError;

    /// <param name="name">What errors call the template: <c>id</c>, <c>message</c>, <c>details</c>.</param>
    public static TemplateParseResult Parse(string name, string text, TemplateOptions options)
    {
        var source = new TemplateSource(name, text);
        var templates = new Dictionary<string, ListNode>(StringComparer.Ordinal);
        if (Parser.Parse(source, options, templates) is { } error)
            return new TemplateParseResult(null, error, []);

        var warnings = UnknownFields.Find(source, templates[name], options.Shape);
        if (!options.IsHtml)
            return new TemplateParseResult(new TextTemplate(source, options, templates, htmlError: null), null, warnings);

        var escaped = new Dictionary<string, ListNode>(templates, StringComparer.Ordinal);
        if (HtmlEscaper.Escape(source, escaped) is not { } misfit)
            return new TemplateParseResult(new TextTemplate(source, options, escaped, htmlError: null), null, warnings);

        warnings.Add(misfit);
        return new TemplateParseResult(new TextTemplate(source, options, templates, misfit.Message), null, warnings);
    }

    /// <summary>
    /// The keys that the text reads of a map of the data, such as <c>Tags</c>, each once. Those that it also asks for in a condition are left
    /// out: it is prepared for their absence.
    /// </summary>
    public IEnumerable<string> KeysOf(string map)
    {
        var reads = RootReads.Find(_main).Where(read => read.Path is [var name, _, ..] && name == map).ToList();
        return reads.Select(read => read.Path[1]).Except(reads.Where(read => read.IsCondition).Select(read => read.Path[1]));
    }

    /// <summary>The same with those that it asks for in a condition.</summary>
    public IEnumerable<string> AllKeysOf(string map) =>
        RootReads.Find(_main).Where(read => read.Path is [var name, _, ..] && name == map).Select(read => read.Path[1]).Distinct();

    /// <summary>True when all that the text reads are parts of the data that a condition holds for, and nothing of it as a whole.</summary>
    public bool ReadsOnly(Func<string, bool> part) => RootReads.Find(_main).All(read => read.Path.Length > 0 && part(read.Path[0]));

    /// <summary>True when the text reads a part of the data as a whole, such as <c>.Tags</c> without a key, or all of the data.</summary>
    public bool ReadsAllOf(string part) => RootReads.Find(_main).Any(read => read.Path.Length == 0 || (read.Path is [var only] && only == part));

    /// <summary>
    /// What the text always shows of the data, and nothing done to it: <c>{{ .Group }}</c> is the path Group, <c>{{ index .Tags "host" }}</c> the
    /// path Tags, host.
    /// </summary>
    public IEnumerable<IReadOnlyList<string>> Shown => RootReads.Shown(_main);

    /// <summary>Renders the data. False when that fails, with the reason and the place in the template.</summary>
    public bool TryRender(TemplateData data, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? error) =>
        TryRender(data, budget: null, out text, out error);

    /// <summary>The same as one of many renderings whose work is bounded together.</summary>
    public bool TryRender(TemplateData data, TemplateBudget? budget, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? error)
    {
        text = null;
        error = _htmlError;
        return error is null && TryRenderTree(TemplateValue.From(data), budget, out text, out error);
    }

    /// <summary>The same for a map, of which the text reads keys: <c>{{ .host }}</c>. A key that is not there is <c>&lt;no value&gt;</c>.</summary>
    public bool TryRender(TemplateMap data, TemplateBudget? budget, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? error)
    {
        text = null;
        error = _htmlError;
        return error is null && TryRenderTree(TemplateValue.From(data), budget, out text, out error);
    }

    /// <summary>
    /// What can still be shown of an HTML text with a <see cref="KnownFailure"/>: all of it, markup too, as plain text with its
    /// special characters as entities.
    /// </summary>
    public bool TryRenderAsPlainText(TemplateData data, TemplateBudget? budget, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? error)
    {
        if (!TryRenderTree(TemplateValue.From(data), budget, out text, out error))
            return false;

        if (_htmlError is not null)
            text = MarkupText.Escape(text);
        return true;
    }

    private bool TryRenderTree(TemplateValue root, TemplateBudget? budget, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? error)
    {
        text = null;
        error = null;
        if (_constant is not null)
        {
            text = _constant;
            return true;
        }

        // Data may render templates of its own meanwhile, with another renderer then.
        var renderer = t_renderer ?? new Renderer();
        t_renderer = null;
        error = renderer.Render(_source, _main, _templates, _options, root, budget, out text);
        t_renderer = renderer;
        return error is null;
    }
}

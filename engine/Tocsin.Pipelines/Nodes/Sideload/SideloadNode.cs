using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Templates;
using Tocsin.Dsl.Templates.Texts;
using Tocsin.Pipelines.Nodes.Expressions;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Sideload;

/// <summary>
/// Adds fields and tags whose values come from files, or from an answer of a web server: thresholds by host, teams by service. The values are
/// loaded when the first task that uses them starts, and again by <c>POST /kapacitor/v1/sideload/reload</c> and SIGHUP.
/// </summary>
/// <remarks>
/// Every value is looked up in the order that <see cref="Order"/> gives, the first that has it counts, else the default. A value takes the type
/// of its default; one that cannot is counted as an error, and the default is taken. Fields and tags that the point has are overwritten.
/// </remarks>
/// <example>
/// <code>
/// stream|from().measurement('cpu')
///     |sideload()
///         .source('file:///etc/tocsin/thresholds')
///         .order('host/{{ .host }}.yml', 'role/{{ .role }}.yml', 'default.yml')
///         .field('crit', 90.0)
///         .tag('team', 'ops')
/// </code>
/// </example>
[Node("sideload")]
internal sealed class SideloadNode : ProcessingNode
{
    private readonly Dictionary<string, object> _fields = [];
    private readonly Dictionary<string, string> _tags = [];

    /// <summary>
    /// Where the values are: <c>file:///…</c> and an absolute folder, whose YAML and JSON files are read with those of its folders; an address that begins with
    /// <c>http</c>, which answers <c>{"KEY": {"NAME": value}}</c>; or the name of an endpoint of <c>httppost</c> with such an address. Required.
    /// </summary>
    public string Source { get; set; } = "";

    // Empty for an address.
    private string EndpointName => Source.Contains("://", StringComparison.Ordinal) ? "" : Source;

    /// <summary>The files, or keys of the answer, in which a value is looked up one after the other: templates over the tags.</summary>
    [NotInScript]
    public IReadOnlyList<string> Orders { get; private set; } = [];

    /// <summary>By name: long, double, string or bool.</summary>
    [NotInScript]
    public IReadOnlyDictionary<string, object> Fields => _fields;

    [NotInScript]
    public IReadOnlyDictionary<string, string> Tags => _tags;

    /// <summary>The files, relative to the folder, or keys of the answer, in which values are looked up: <c>{{ .host }}</c> is the value of a tag. Required.</summary>
    [ScriptMethod]
    public void Order(params string[] order) => Orders = order;

    /// <summary>A field to load, with the value it has where there is none.</summary>
    [ScriptMethod]
    public void Field(string name, object value) => _fields[name] = value is long or double or string or bool
        ? value
        : throw new ScriptArgumentException($"the default of field \"{name}\" is a float, int, string or bool", value, hint: null);

    /// <summary>A tag to load, with the value it has where there is none.</summary>
    [ScriptMethod]
    public void Tag(string name, string value) => _tags[name] = value;

    public override void Validate(NodeProblems problems)
    {
        if (Source.Length == 0)
            problems.ErrorOfValue("there is no source", "write .source('file:///folder') or an address");
        if (Orders.Count == 0)
            problems.Error("there is no order", "write .order('host/{{ .host }}.yml', 'default.yml'): where values are looked up");
        foreach (var order in Orders)
        {
            if (TextTemplate.Parse("order", order, TemplateOptions.Default) is { IsValid: false } wrong)
                problems.ErrorOfValue($"the order '{order}' isn't a template: {wrong.Error.Message}", "{{ .host }} stands for the value of a tag", "order");
        }
    }

    public override string? FolderRead() => Uri.TryCreate(Source, UriKind.Absolute, out var address) && address.IsFile ? address.LocalPath : null;

    internal override void CheckServer(ServerCheck check) => check.RequireEndpoint(EndpointName, "source");

    public override KnownData Follow(NodeFlow flow) => flow.Input.WithFields(_fields.Select(field => KeyValuePair.Create(field.Key, FieldKinds.Of(field.Value)))) with
    {
        Tags = flow.Input.Tags.With(_tags.Keys),
        FixedTags = [],
        GroupTags = Orders.All(order => FollowsFromGroup(order, flow.Input)) ? flow.Input.GroupTags.Union(_tags.Keys) : flow.Input.GroupTags.Except(_tags.Keys),
    };

    // What is looked up by tags of the group is the same for all of its points.
    private static bool FollowsFromGroup(string order, KnownData data) =>
        TextTemplate.Parse("order", order, TemplateOptions.Default).Template?.ReadsOnly(data.IsOneInGroup) == true;

    public override Processor CreateProcessor(NodeContext context) => new SideloadProcessor(this, context);
}

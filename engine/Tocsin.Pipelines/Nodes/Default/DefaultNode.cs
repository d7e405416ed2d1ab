using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Pipelines.Nodes.Expressions;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Default;

/// <summary>
/// Gives fields and tags to points that lack them. A field without a value counts as lacking, and so does an empty tag. In a batch the tags
/// are given to the batch too and become what it is grouped by.
/// </summary>
/// <example><code>stream|from().measurement('cpu')|default().field('usage', 0.0).tag('host', 'unknown')</code></example>
[Node("default")]
internal sealed class DefaultNode : ProcessingNode
{
    private readonly Dictionary<string, object> _fields = [];
    private readonly Dictionary<string, string> _tags = [];

    /// <summary>By name: long, double, string or bool.</summary>
    [NotInScript]
    public IReadOnlyDictionary<string, object> Fields => _fields;

    [NotInScript]
    public IReadOnlyDictionary<string, string> Tags => _tags;

    /// <summary>The value of a field where a point has none. The last call for a field counts.</summary>
    [ScriptMethod]
    public void Field(string name, object value) => _fields[name] = value is long or double or string or bool
        ? value
        : throw new ScriptArgumentException($"the default of field \"{name}\" is a float, int, string or bool", value, hint: null);

    /// <summary>The value of a tag where a point has none. The last call for a tag counts.</summary>
    [ScriptMethod]
    public void Tag(string name, string value) => _tags[name] = value;

    public override KnownData Follow(NodeFlow flow) => WithFields(flow.Input) with
    {
        Tags = flow.Input.Tags.With(_tags.Keys),
        Dimensions = flow.Input.Dimensions.With(_tags.Keys), // Those of batches become dimensions.
        Groups = flow.Input.Groups with { IsExact = flow.Input.Groups.IsExact && !(flow.IsBatch && _tags.Count > 0) },
    };

    // Points that have the field keep theirs, of whatever kind.
    private KnownData WithFields(KnownData data)
    {
        foreach (var (name, value) in _fields)
        {
            var kind = FieldKinds.Of(value);
            data = data.WithField(name, !data.Fields.MayHave(name) || (data.Kinds.TryGetValue(name, out var before) && before == kind) ? kind : null);
        }

        return data;
    }

    public override Processor CreateProcessor(NodeContext context) => new DefaultProcessor(this, context);
}

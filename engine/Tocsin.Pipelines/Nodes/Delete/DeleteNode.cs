using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Delete;

/// <summary>
/// Takes fields and tags from points. A tag that goes is no longer grouped by. A point that has no field left passes all the same.
/// </summary>
/// <example><code>stream|from().measurement('cpu')|delete().field('raw').tag('rack')</code></example>
[Node("delete")]
internal sealed class DeleteNode : ProcessingNode
{
    private readonly List<string> _fields = [];
    private readonly List<string> _tags = [];

    [NotInScript]
    public IReadOnlyList<string> Fields => _fields;

    [NotInScript]
    public IReadOnlyList<string> Tags => _tags;

    /// <summary>A field to take away. May be called again for others.</summary>
    [ScriptMethod]
    public void Field(string name) => _fields.Add(name);

    /// <summary>A tag to take away. May be called again for others.</summary>
    [ScriptMethod]
    public void Tag(string name) => _tags.Add(name);

    public override KnownData Follow(NodeFlow flow)
    {
        var data = flow.Input;
        foreach (var field in _fields)
            data = data.WithoutField(field, $"delete takes the field '{field}' away");
        foreach (var tag in _tags)
        {
            var why = $"delete takes the tag '{tag}' away";
            data = data with
            {
                Tags = data.Tags.Without(tag, why),
                Dimensions = data.Dimensions.Without(tag, why),
                Groups = data.Groups with { Tags = data.Groups.Tags.Remove(tag) },
                FixedTags = data.FixedTags.Remove(tag),
            };
        }

        return data;
    }

    public override Processor CreateProcessor(NodeContext context) => new DeleteProcessor(this, context);
}

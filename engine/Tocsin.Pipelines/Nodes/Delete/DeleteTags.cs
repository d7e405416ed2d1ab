using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Tags;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Delete;

internal sealed class DeleteTags(IReadOnlyList<string> names, NodeContext context) : TagChange(context)
{
    protected override TagSet Change(TagSet tags, out int count)
    {
        var before = tags.Count;
        foreach (var name in names)
            tags = tags.Without(name);
        count = before - tags.Count;
        return tags;
    }

    protected override Dimensions Change(Dimensions dimensions)
    {
        foreach (var name in names)
            dimensions = dimensions.Without(name);
        return dimensions;
    }
}

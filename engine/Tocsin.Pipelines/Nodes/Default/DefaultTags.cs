using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Nodes.Tags;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Default;

internal sealed class DefaultTags(IReadOnlyDictionary<string, string> defaults, NodeContext context) : TagChange(context)
{
    protected override TagSet Change(TagSet tags, out int count)
    {
        count = 0;
        foreach (var (name, value) in defaults)
        {
            if (!string.IsNullOrEmpty(tags.Find(name)))
                continue;
            tags = tags.With(name, value);
            count++;
        }

        return tags;
    }
}

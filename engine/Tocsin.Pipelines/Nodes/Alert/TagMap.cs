using Tocsin.Dsl.Data;
using Tocsin.Dsl.Templates;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>Tags as templates read them.</summary>
internal sealed class TagMap : TemplateMap
{
    public TagSet Tags { get; set; } = TagSet.Empty;

    public override int Count => Tags.Count;

    public override bool HoldsStrings => true;

    public override string KeyAt(int index) => Tags.NameAt(index);

    public override TemplateValue ValueAt(int index) => Tags.ValueAt(index);

    public override bool TryGet(string key, out TemplateValue value)
    {
        value = Tags.Find(key) is { } found ? found : default(TemplateValue);
        return !value.IsNil;
    }
}

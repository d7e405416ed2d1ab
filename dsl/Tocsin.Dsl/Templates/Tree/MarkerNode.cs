namespace Tocsin.Dsl.Templates.Tree;

/// <summary><c>{{ end }}</c> or <c>{{ else }}</c> while parsing; never part of a finished tree.</summary>
internal sealed class MarkerNode(int offset, bool isEnd) : TemplateNode(offset)
{
    public bool IsEnd { get; } = isEnd;

    public override string ToString() => IsEnd ? "{{end}}" : "{{else}}";
}

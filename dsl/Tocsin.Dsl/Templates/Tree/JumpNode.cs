namespace Tocsin.Dsl.Templates.Tree;

/// <summary><c>{{ break }}</c> or <c>{{ continue }}</c>.</summary>
internal sealed class JumpNode(int offset, bool isBreak) : TemplateNode(offset)
{
    public bool IsBreak { get; } = isBreak;

    public override string ToString() => IsBreak ? "{{break}}" : "{{continue}}";
}

namespace Tocsin.Dsl.Templates.Tree;

/// <summary>Commands joined by <c>|</c>, and the variables that take the result.</summary>
internal sealed class PipeNode(int offset, string[] variables, bool isAssignment, CommandNode[] commands) : TemplateNode(offset)
{
    public string[] Variables { get; } = variables;

    /// <summary>True for <c>=</c>, false for <c>:=</c>.</summary>
    public bool IsAssignment { get; } = isAssignment;

    public CommandNode[] Commands { get; } = commands;

    public override string ToString()
    {
        var text = string.Join(" | ", (object[])Commands);
        return Variables.Length == 0 ? text : $"{string.Join(", ", Variables)} {(IsAssignment ? "=" : ":=")} {text}";
    }
}

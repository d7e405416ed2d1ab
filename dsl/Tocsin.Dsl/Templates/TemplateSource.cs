using System.Text;

namespace Tocsin.Dsl.Templates;

/// <summary>A template's name and text, and places in it.</summary>
internal sealed class TemplateSource(string name, string text)
{
    public string Name { get; } = name;

    public string Text { get; } = text;

    public int LineAt(int offset) => 1 + Text.AsSpan(0, offset).Count('\n');

    /// <summary><c>name:line:column</c>, the column in bytes from 0 as run-time errors count it.</summary>
    public string PlaceAt(int offset) =>
        $"{Name}:{LineAt(offset)}:{Encoding.UTF8.GetByteCount(Text.AsSpan()[LineStart(offset)..offset])}";

    public TemplateProblem Problem(int offset, string message)
    {
        var line = LineAt(offset);
        return new TemplateProblem($"template: {Name}:{line}: {message}", offset, line, offset - LineStart(offset) + 1);
    }

    private int LineStart(int offset) => Text.AsSpan(0, offset).LastIndexOf('\n') + 1;
}

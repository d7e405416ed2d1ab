using Tocsin.Dsl.Editing.Outlines;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;

namespace Tocsin.Dsl.Editing;

/// <summary>
/// A script as it stands in an editor at one moment, finished or not, with what is needed to answer questions about it. Each is found when it is
/// first asked for. Immutable; safe for any number of threads.
/// </summary>
public sealed class EditedScript
{
    /// <summary>The longest text that is looked at, in UTF-16 units; of a longer one it is only said that it is too long.</summary>
    public const int LongestText = 1_000_000;

    private readonly Lazy<SyntaxTree> _tree;
    private readonly Lazy<LineMap> _lines;
    private readonly Lazy<Outline> _outline;

    /// <summary>Takes a text; nothing is read yet.</summary>
    public EditedScript(string text, EditorLanguage language)
    {
        Text = text;
        Language = language;
        _tree = new(() => SyntaxTree.Parse(IsTooLong ? "" : text));
        _lines = new(() => new LineMap(text));
        _outline = new(() => Outline.Of(_tree.Value, language.Nodes, language.Functions));
    }

    private EditedScript(EditedScript same, EditorLanguage language)
    {
        (Text, Language, _tree, _lines) = (same.Text, language, same._tree, same._lines);
        var isSame = ReferenceEquals(same.Language.Nodes, language.Nodes) && ReferenceEquals(same.Language.Functions, language.Functions);
        _outline = isSame ? same._outline : new(() => Outline.Of(_tree.Value, language.Nodes, language.Functions));
    }

    /// <summary>The text as it is, also where it is too long.</summary>
    public string Text { get; }

    /// <summary>What it may say.</summary>
    public EditorLanguage Language { get; }

    /// <summary>True for a text that is longer than <see cref="LongestText"/>: the tree is empty then.</summary>
    public bool IsTooLong => Text.Length > LongestText;

    /// <summary>The parsed text.</summary>
    public SyntaxTree Tree => _tree.Value;

    /// <summary>The lines of the text.</summary>
    public LineMap Lines => _lines.Value;

    /// <summary>What the names of the script stand for.</summary>
    internal Outline Outline => _outline.Value;

    /// <summary>The measurements that the script asks for by name, finished or not.</summary>
    public IReadOnlyList<string> Measurements => Outline.Measurements;

    /// <summary>The same text by another language, or of other data: what was read of it stays.</summary>
    public EditedScript With(EditorLanguage language) => ReferenceEquals(Language, language) ? this : new EditedScript(this, language);

    /// <summary>A part of the text.</summary>
    internal string TextAt(TextSpan span) => Tree.Source.Text.Substring(span.Start, span.Length);
}

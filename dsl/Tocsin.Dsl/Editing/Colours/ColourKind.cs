namespace Tocsin.Dsl.Editing.Colours;

/// <summary>What a piece of a script is, for its colour. The order is that of the legend which editors are given.</summary>
public enum ColourKind
{
    Keyword,
    Variable,
    Node,
    Property,
    Function,
    Field,
    String,
    Number,
    Regexp,
    Operator,
    Comment,
    Type,
}

namespace Tocsin.Dsl.Editing.Completing;

/// <summary>What a suggestion is, for its icon.</summary>
public enum SuggestionKind
{
    Keyword,
    Variable,
    Node,
    Property,
    Function,
    Field,
    Tag,
    Measurement,
    Type,
    Value,
}

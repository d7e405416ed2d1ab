namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>What the tokenizer looks for next; the last token decides.</summary>
internal enum LexerMode
{
    /// <summary>An operand: a slash begins a regex or a comment, and of the operators only <c>-</c> and <c>!</c> are known.</summary>
    Operand,

    /// <summary>An operator if there is one, else an operand. A comment ends the search.</summary>
    Operator,

    /// <summary>After <c>=</c>, <c>=~</c> and <c>!~</c>: any slash begins a regex, even two of them.</summary>
    RegexOrOperand,
}

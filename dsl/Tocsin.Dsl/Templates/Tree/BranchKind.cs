namespace Tocsin.Dsl.Templates.Tree;

internal enum BranchKind
{
    If,
    With,
    Range,
}

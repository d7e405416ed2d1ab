namespace Tocsin.Dsl.Syntax;

/// <summary>Comment lines that stand on consecutive lines of the source, each as written from its slashes on.</summary>
public sealed record CommentBlock(IReadOnlyList<string> Lines);

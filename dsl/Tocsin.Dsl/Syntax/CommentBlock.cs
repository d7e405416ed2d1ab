namespace Tocsin.Dsl.Syntax;

/// <summary>Comment lines that stand on consecutive lines of the source, each as written from its slashes on.</summary>
public sealed record CommentBlock(IReadOnlyList<string> Lines)
{
    /// <summary>The block in the text of a comment trivia.</summary>
    internal static CommentBlock Parse(string text)
    {
        var lines = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            var trimmed = line.Trim();
            if (trimmed.Length > 0)
                lines.Add(trimmed);
        }

        return new CommentBlock(lines);
    }
}

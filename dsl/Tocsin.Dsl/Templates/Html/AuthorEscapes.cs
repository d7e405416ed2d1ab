using Tocsin.Dsl.Templates.Functions;
using Tocsin.Dsl.Templates.Tree;

namespace Tocsin.Dsl.Templates.Html;

/// <summary>Keeps a value from being escaped twice when the author asked for an escape by name already.</summary>
internal static class AuthorEscapes
{
    // Hands its arguments on as one text.
    private static readonly TemplateFunction Arguments =
        new("print", (ref call) => call.Result(FunctionTable.Joined(ref call)), true, ParameterType.Any);

    /// <summary>
    /// Where the pipeline ends with an escape that one of <paramref name="escapes"/> stands for, that one becomes the author's
    /// and the pipeline is returned without it.
    /// </summary>
    public static PipeNode Merge(PipeNode pipe, List<HtmlEscape> escapes)
    {
        var last = pipe.Commands[^1];
        if (last.Words[0] is not FunctionNameNode { Function.Name: "html" or "urlquery" } named)
            return pipe;

        var isHtml = named.Function.Name == "html";
        var isMerged = false;
        for (var i = 0; i < escapes.Count; i++)
        {
            var isSame = isHtml ? escapes[i] == HtmlEscape.Text : escapes[i] is HtmlEscape.UrlEscape or HtmlEscape.UrlNormalize;
            if (!isSame)
                continue;
            escapes[i] = isHtml ? HtmlEscape.AuthorHtml : HtmlEscape.AuthorUrlQuery;
            isMerged = true;
        }

        if (!isMerged)
            return pipe;
        if (pipe.Commands.Length > 1)
            return new PipeNode(pipe.Offset, pipe.Variables, pipe.IsAssignment, pipe.Commands[..^1]);

        var arguments = new CommandNode(last.Offset, [new FunctionNameNode(named.Offset, Arguments), .. last.Words[1..]]);
        return new PipeNode(pipe.Offset, pipe.Variables, pipe.IsAssignment, [arguments]);
    }
}

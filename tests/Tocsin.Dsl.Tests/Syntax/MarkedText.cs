namespace Tocsin.Dsl.Tests.Syntax;

/// <summary>A script with the place of an expected diagnostic between <c>«</c> and <c>»</c>.</summary>
internal sealed record MarkedText(string Text, int Start, int Length)
{
    public static MarkedText Parse(string marked)
    {
        var start = marked.IndexOf('«');
        var end = marked.IndexOf('»') - 1;
        return new MarkedText(marked.Replace("«", "").Replace("»", ""), start, end - start);
    }
}

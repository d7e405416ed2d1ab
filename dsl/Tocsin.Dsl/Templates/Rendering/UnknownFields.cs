using Tocsin.Dsl.Templates.Tree;

namespace Tocsin.Dsl.Templates.Rendering;

/// <summary>Finds names that the data does not have, before the rendering trips over them.</summary>
internal static class UnknownFields
{
    public static List<TemplateProblem> Find(TemplateSource source, ListNode main, TemplateShape? shape)
    {
        if (shape is null)
            return [];
        var known = string.Join(", ", shape.Fields.Select(field => "." + field));
        return
        [
            .. RootReads.Find(main).Where(read => read.Path.Length > 0 && shape.IndexOf(read.Path[0]) < 0)
                .Select(read => source.Problem(read.Offset, $"nothing is called .{read.Path[0]} here; known are {known}")),
        ];
    }
}

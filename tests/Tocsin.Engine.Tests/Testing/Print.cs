using System.Globalization;
using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;

namespace Tocsin.Engine.Tests.Testing;

/// <summary>
/// Messages as tests compare them: <c>m,h=a v=1,n=2i @5</c> for a point, with its group in <c>{}</c> when that is not all its tags, and
/// <c>m{h=a}@10[v=1@0 v=2@3]</c> for a batch, with the tags of a point that are not the group's before its fields.
/// </summary>
internal static class Print
{
    public static string Point(Point point, Group group)
    {
        var tags = string.Concat(point.Tags.Pairs().Select(tag => $",{tag.Key}={tag.Value}"));
        var isWholeGroup = point.Tags.Pairs().SequenceEqual(group.Tags.Pairs()) && !group.Dimensions.ByName;
        var suffix = isWholeGroup ? "" : $" {{{group.Id.Replace('\n', '|')}}}";
        return $"{point.Name}{tags} {Fields(point)} @{Seconds(point.Time)}{suffix}";
    }

    public static string Batch(Batch batch)
    {
        var tags = string.Join(',', batch.Group.Tags.Pairs().Select(tag => $"{tag.Key}={tag.Value}"));
        return $"{batch.Name}{(tags.Length > 0 ? $"{{{tags}}}" : "")}@{Seconds(batch.Time)}[{string.Join(' ', batch.Points.Select(InBatch))}]";

        string InBatch(Point point)
        {
            var own = string.Join(
                ',', point.Tags.Pairs().Where(tag => batch.Group.Tags.Find(tag.Key) is null).Select(tag => $"{tag.Key}={tag.Value}"));
            return $"{(own.Length > 0 ? own + ":" : "")}{Fields(point)}@{Seconds(point.Time)}";
        }
    }

    public static string Seconds(long nanoseconds) => ((decimal)nanoseconds / 1_000_000_000).ToString("0.#########", CultureInfo.InvariantCulture);

    private static string Fields(Point point)
    {
        var fields = new List<string>();
        foreach (var slot in point.Layout.Sorted)
            fields.Add($"{point.Layout.NameAt(slot)}={Value(point, slot)}");
        return string.Join(',', fields);
    }

    private static string Value(Point point, int slot) => point.Layout.TypeAt(slot) switch
    {
        FieldType.Float => point.Float(slot).ToString("R", CultureInfo.InvariantCulture),
        FieldType.Integer => point.Integer(slot).ToString(CultureInfo.InvariantCulture) + "i",
        FieldType.Boolean => point.Boolean(slot) ? "true" : "false",
        FieldType.String => $"\"{point.Text(slot)}\"",
        FieldType.Duration => Seconds(point.Integer(slot)) + "s",
        _ => "null",
    };
}

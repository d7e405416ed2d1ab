using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>Adds to the data that raised an event what the node's <c>levelTag</c> and its like ask for.</summary>
internal sealed class AlertOutput
{
    private readonly (string Field, Func<AlertEvent, string> Text)[] _texts;
    private readonly (string Tag, Func<AlertEvent, string> Text)[] _tags;
    private readonly string _durationField;
    private readonly NodeContext _context;

    public AlertOutput(AlertNode node, NodeContext context)
    {
        _context = context;
        _durationField = node.DurationField;
        _texts =
        [
            .. new (string Name, Func<AlertEvent, string> Text)[]
            {
                (node.LevelField, alert => alert.Level.Text()), (node.MessageField, alert => alert.Message), (node.IdField, alert => alert.Id),
            }.Where(field => field.Name.Length > 0),
        ];
        _tags =
        [
            .. new (string Name, Func<AlertEvent, string> Text)[]
            {
                (node.LevelTag, alert => alert.Level.Text()), (node.IdTag, alert => alert.Id),
            }.Where(tag => tag.Name.Length > 0),
        ];
    }

    /// <summary>The point with its additions. A group-by tag that they overwrite moves it to another group.</summary>
    public (Point Point, Group Group) Mark(Point point, Group group, AlertEvent alert)
    {
        var marked = MarkPoint(point, alert);
        return ReferenceEquals(marked.Series, point.Series)
            ? (marked, group)
            : (marked, _context.Groups.Find(group.Dimensions, marked.Name, marked.Tags));
    }

    /// <summary>The batch with additions to each point; added tags become dimensions of the batch.</summary>
    public Batch Mark(Batch batch, AlertEvent alert)
    {
        var points = batch.Points.Select(point => MarkPoint(point, alert)).ToArray();
        var tags = batch.Group.Tags;
        foreach (var (name, text) in _tags)
            tags = tags.With(name, text(alert));
        var group = ReferenceEquals(tags, batch.Group.Tags)
            ? batch.Group
            : _context.Groups.Find(Dimensions.Of(tags, batch.Group.Dimensions.ByName), batch.Name, tags);
        return batch with { Points = points, Group = group };
    }

    private Point MarkPoint(Point point, AlertEvent alert)
    {
        if (_texts.Length == 0 && _tags.Length == 0 && _durationField.Length == 0)
            return point;

        var layout = point.Layout;
        foreach (var (field, _) in _texts)
            layout = layout.With(field, FieldType.String);
        if (_durationField.Length > 0)
            layout = layout.With(_durationField, FieldType.Integer);

        var numbers = new long[layout.Count];
        var texts = new string?[layout.Count];
        point.Numbers.AsSpan(0, point.Layout.Count).CopyTo(numbers);
        point.Texts.AsSpan(0, Math.Min(point.Texts.Length, point.Layout.Count)).CopyTo(texts);
        foreach (var (field, text) in _texts)
            texts[layout.IndexOf(field)] = text(alert);
        if (_durationField.Length > 0)
            numbers[layout.IndexOf(_durationField)] = alert.DurationNanoseconds;
        return Point.Create(MarkSeries(point.Series, alert), point.Time, layout, numbers, texts);
    }

    private Series MarkSeries(Series series, AlertEvent alert)
    {
        if (_tags.Length == 0)
            return series;

        var tags = series.Tags;
        foreach (var (name, text) in _tags)
            tags = tags.With(name, text(alert));
        return _context.Services.Series.Intern(series.Origin, series.Name, tags);
    }
}

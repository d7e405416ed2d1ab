using System.Buffers;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.Json;
using Tocsin.Pipelines.Processing;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>Makes events of data.</summary>
internal sealed class AlertEvents(AlertNode node, NodeContext context, AlertProcessor owner)
{
    private readonly AlertTexts _texts = new(node, owner, context.Texts, context.Services.Watch?.TextsOf(context.TaskId, context.NodeName));
    private readonly AlertTemplateData _data = new(context.TaskId, new ServerData(context.Services.Identity));
    private readonly ArrayBufferWriter<byte> _json = new();

    /// <summary>The id that data of a group has, before there is data.</summary>
    public string IdOf(Group group, string name, TagSet tags) => _texts.ExpectedId(_data.ForId(name, group, tags));

    public AlertEvent Create(Point point, Group group, AlertState state)
    {
        _json.ResetWrittenCount();
        var isWritten = SeriesJson.TryWriteDocument(_json, point);
        return Create(point.Name, group, point.Tags, point, state, point.Time, isWritten);
    }

    public AlertEvent Create(Batch batch, Point representative, AlertState state, long time)
    {
        _json.ResetWrittenCount();
        var isWritten = SeriesJson.TryWriteDocument(_json, batch);
        return Create(batch.Name, batch.Group, batch.Group.Tags, representative, state, time, isWritten);
    }

    private AlertEvent Create(string name, Group group, TagSet tags, Point point, AlertState state, long time, bool isWritten)
    {
        _data.Level = state.Level;
        _data.Time = new Instant(time);
        _data.Duration = new Duration(state.Duration);
        var id = _texts.Id(_data.ForId(name, group, tags));
        var message = _texts.Message(_data.ForMessage(id, point));
        var details = _texts.Details(_data.ForDetails(message));
        if (!isWritten)
            owner.Fail("failed to marshal alert data json", "a field holds NaN or an infinity, which JSON cannot carry: the event goes without data");

        return new AlertEvent
        {
            Topic = "",
            Id = id,
            Level = state.Level,
            Message = message,
            Details = details,
            HasWrittenDetails = _texts.HasWrittenDetails,
            UnixNanoseconds = time,
            DurationNanoseconds = state.Duration,
            Recoverable = !node.OmitsRecoveries,
            Name = name,
            TaskName = context.TaskId,
            Group = group.Dimensions is { TagNames.Count: 0, ByName: false } ? "" : _data.GroupText,
            Tags = new TagDictionary(tags),
            Fields = FieldDictionary.Of(point),
            Data = isWritten ? _json.WrittenSpan.ToArray() : "{\"series\":null}"u8.ToArray(),
        };
    }
}

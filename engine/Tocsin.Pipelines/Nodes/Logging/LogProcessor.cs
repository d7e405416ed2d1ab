using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.Json;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Logging;

internal sealed partial class LogProcessor(LogLevel level, string prefix, NodeContext context) : Processor(context)
{
    private const string Unprintable = "data with NaN or an infinity, which JSON cannot carry";

    private readonly ArrayBufferWriter<byte> _text = new();

    public override void OnPoint(Point point, Group group)
    {
        if (Context.Logger.IsEnabled(level))
        {
            _text.ResetWrittenCount();
            Write(SeriesJson.TryWriteRow(_text, point));
        }

        Emit(point, group);
    }

    public override void OnBatch(Batch batch)
    {
        if (Context.Logger.IsEnabled(level))
        {
            _text.ResetWrittenCount();
            Write(SeriesJson.TryWriteRow(_text, batch));
        }

        Emit(batch);
    }

    private void Write(bool isWritten) => Log.Data(
        Context.Logger, level, prefix, Context.TaskId, Context.NodeName, isWritten ? Encoding.UTF8.GetString(_text.WrittenSpan) : Unprintable);

    private static partial class Log
    {
        [LoggerMessage(Message = "{Prefix} task={Task} node={Node} data={Data}")]
        public static partial void Data(ILogger logger, LogLevel level, string prefix, string task, string node, string data);
    }
}

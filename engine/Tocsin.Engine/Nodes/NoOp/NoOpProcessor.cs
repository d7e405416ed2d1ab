using Tocsin.Engine.Pipelines;

namespace Tocsin.Engine.Nodes.NoOp;

internal sealed class NoOpProcessor(NodeContext context) : Processor(context);

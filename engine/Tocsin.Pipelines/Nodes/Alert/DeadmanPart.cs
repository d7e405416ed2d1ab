using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Time;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>What makes an alert node that of a deadman.</summary>
/// <param name="Watched">The node whose output is watched.</param>
/// <param name="ForgetAfter">How long a group is watched that sends nothing; its alert is closed when it is given up. Zero for ever.</param>
/// <param name="BlindAfter">What the configuration says of <see cref="AlertNode.HoldWhenBlind"/>.</param>
/// <param name="BlindTopic">The topic that reports silent sources.</param>
public sealed record DeadmanPart(GraphNode Watched, Duration ForgetAfter, Duration BlindAfter, string BlindTopic);

using Tocsin.Alerting.Alerts.Pacing;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>An event of an alert on its way to one handler.</summary>
internal readonly record struct Notification(Topic Topic, TopicEvent Place, KnownAlert Known, Subscription.Delivered Handler, AlertEvent Event);

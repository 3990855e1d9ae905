using Akka.Configuration;
using Akka.Dispatch;

namespace Akka.TestKit;

public class CallingThreadDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    : MessageDispatcherConfigurator(config, prerequisites)
{
    public override MessageDispatcher Dispatcher()
    {
        MessageDispatcher dispatcher = new CallingThreadDispatcher(this);
        dispatcher.Id = Config.GetString("id", CallingThreadDispatcher.Id);
        dispatcher.Throughput = Config.GetInt("throughput", int.MaxValue);
        return dispatcher;
    }
}

#include "viewer/desktop/window.hpp"

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <osg/DisplaySettings>
#include <osgViewer/Viewer>
#include <thread>
#include <utility>

#include "viewer/desktop/controls.hpp"
#include "viewer/desktop/still_camera.hpp"

namespace viewer {
namespace {

constexpr std::chrono::milliseconds kRest{8};

/// Reads the picture back before it is shown, when one is wished for.
struct Snapshot : osg::Camera::DrawCallback {
  void operator()(osg::RenderInfo& info) const override {
    if (file.empty()) return;
    const auto* viewport = info.getCurrentCamera()->getViewport();
    osg::ref_ptr<osg::Image> image = new osg::Image;
    image->readPixels(0, 0, static_cast<int>(viewport->width()), static_cast<int>(viewport->height()), GL_RGBA, GL_UNSIGNED_BYTE);
    if (write_png(*image, file)) saved = file;
    file.clear();
  }
  mutable std::string file, saved;
};

std::string file_name_now() {
  const auto now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  char name[64];
  std::strftime(name, sizeof name, "kaksonen-%Y%m%d-%H%M%S.png", &local);
  return name;
}

}  // namespace

struct Window::Impl {
  Picture& picture;
  osg::ref_ptr<Controls> controls;
  osg::ref_ptr<Snapshot> snapshot = new Snapshot;
  osg::ref_ptr<osgViewer::Viewer> viewer = new osgViewer::Viewer;
};

Window::Window(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Window::~Window() = default;

Outcome<std::unique_ptr<Window>> Window::open(Picture& picture, int width, int height) {
  using Failed = Outcome<std::unique_ptr<Window>>;
  if (std::getenv("DISPLAY") == nullptr) {
    return Failed::failed("no display to open a window on; --screenshot FILE works without one");
  }
  auto impl = std::unique_ptr<Impl>(new Impl{picture, new Controls(picture)});
  auto& viewer = *impl->viewer;
  osg::DisplaySettings::instance()->setNumMultiSamples(4);
  viewer.setThreadingModel(osgViewer::ViewerBase::SingleThreaded);
  viewer.setKeyEventSetsDone(0);
  viewer.setUpViewInWindow(40, 40, width, height);
  viewer.setCameraManipulator(nullptr);
  viewer.setLightingMode(osg::View::NO_LIGHT);
  auto* camera = viewer.getCamera();
  camera->setComputeNearFarMode(osg::CullSettings::DO_NOT_COMPUTE_NEAR_FAR);
  camera->setCullingMode(camera->getCullingMode() & ~osg::CullSettings::SMALL_FEATURE_CULLING);
  camera->setFinalDrawCallback(impl->snapshot);
  viewer.addEventHandler(impl->controls);
  viewer.setSceneData(picture.node());
  viewer.realize();
  osgViewer::ViewerBase::Windows windows;
  viewer.getWindows(windows);
  if (windows.empty()) return Failed::failed("the display offers no OpenGL window; --screenshot FILE works without one");
  windows.front()->setWindowName("Kaksonen");
  return {std::unique_ptr<Window>(new Window(std::move(impl))), {}};
}

bool Window::closed() const { return impl_->viewer->done(); }

bool Window::handle_events() {
  impl_->viewer->advance();
  impl_->viewer->eventTraversal();
  if (impl_->controls->take_snapshot_wish()) impl_->snapshot->file = file_name_now();
  return impl_->controls->take_moved();
}

void Window::draw(bool anything_new) {
  const bool did_something = impl_->controls->take_changed();
  if (!anything_new && !did_something && !impl_->picture.moving()) {
    std::this_thread::sleep_for(kRest);
    return;
  }
  const auto* viewport = impl_->viewer->getCamera()->getViewport();
  impl_->picture.prepare(*impl_->viewer->getCamera(), static_cast<int>(viewport->width()), static_cast<int>(viewport->height()));
  impl_->viewer->updateTraversal();
  impl_->viewer->renderingTraversals();
}

std::string Window::take_saved() { return std::exchange(impl_->snapshot->saved, {}); }

}  // namespace viewer
